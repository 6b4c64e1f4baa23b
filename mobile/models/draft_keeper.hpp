#pragma once

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

namespace xiangji {

/// Keeps what a page's person has typed and not saved, so that nothing but the last quarter of a
/// second can be lost, not even by kill -9. GUI thread. Its owner destroys it before what `typed`
/// reads.
class DraftKeeper : public QObject {
    Q_OBJECT

 public:
    using Typed = std::function<QJsonObject()>;

    /// `typed` is what there is to keep; empty means nothing.
    DraftKeeper(QString key, Typed typed);
    ~DraftKeeper() override;

    /// What was kept under the key before; nothing for a draft that can't be read.
    [[nodiscard]] std::optional<QJsonObject> kept() const;
    [[nodiscard]] static bool has(const QString& key);
    /// Something was typed: it is kept at the latest a quarter of a second from now.
    void touch();
    /// Now.
    void flush();
    /// It is saved, or the person threw it away.
    void drop();

 signals:
    /// It could not be kept; the words say why.
    void failed(const QString& words);

 private:
    void stopWaiting();

    QString key_;
    Typed typed_;
    QTimer soon_;
    bool waiting_ = false;
};

}  // namespace xiangji
