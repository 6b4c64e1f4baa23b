# Makes an app target installable on Android: include it after qt_add_executable, in a tree configured with Qt for
# Android's qt-cmake. `cmake --build . --target apk` then runs androiddeployqt. Elsewhere it does nothing.

set(XIANGJI_ANDROID_DIR ${CMAKE_CURRENT_LIST_DIR})

function(xiangji_android target)
  if(NOT ANDROID)
    return()
  endif()
  math(EXPR version_code
    "${PROJECT_VERSION_MAJOR} * 10000 + ${PROJECT_VERSION_MINOR} * 100 + ${PROJECT_VERSION_PATCH}")
  set_target_properties(${target} PROPERTIES
    QT_ANDROID_PACKAGE_SOURCE_DIR ${XIANGJI_ANDROID_DIR}
    QT_ANDROID_MIN_SDK_VERSION 26
    QT_ANDROID_TARGET_SDK_VERSION 34
    QT_ANDROID_VERSION_NAME ${PROJECT_VERSION}
    QT_ANDROID_VERSION_CODE ${version_code})
endfunction()
