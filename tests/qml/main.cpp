#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QQuickStyle>
#include <QtPlugin>

Q_IMPORT_PLUGIN(Xiangji_PlatformPlugin)
Q_IMPORT_PLUGIN(Xiangji_ModelsPlugin)
Q_IMPORT_PLUGIN(Xiangji_UiPlugin)

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");  // Nothing of a test goes into a person's keyring.
    QQuickStyle::setStyle("Basic");
    const QGuiApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
