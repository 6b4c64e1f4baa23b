# How a room becomes a target: every .cpp of its folder, the project's flags, and the rooms it may include.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# One way of compiling for libraries and programs, so that one precompiled prefix serves both.
add_compile_options(-fPIC)

find_program(XIANGJI_CCACHE ccache)
if(XIANGJI_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${XIANGJI_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${XIANGJI_CCACHE})
endif()

add_library(xiangji_flags INTERFACE)
target_include_directories(xiangji_flags INTERFACE ${CMAKE_SOURCE_DIR})
# Designated initializers name what differs; the rest are defaults on purpose.
set(XIANGJI_WARNINGS -Wall -Wextra -Wconversion -Werror -Wno-missing-designated-field-initializers)
target_compile_options(xiangji_flags INTERFACE ${XIANGJI_WARNINGS})
include(Prefix)

# xiangji_room(<target> [PARTS <folders>…] [LINK <targets>…]): a static library from the *.cpp of the folder and its parts.
function(xiangji_room target)
  cmake_parse_arguments(ROOM "" "" "PARTS;LINK" ${ARGN})
  set(patterns *.cpp *.hpp)
  foreach(part ${ROOM_PARTS})
    list(APPEND patterns ${part}/*.cpp ${part}/*.hpp)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PUBLIC xiangji_flags xiangji_prefix ${ROOM_LINK})
endfunction()

# xiangji_allocate(<program>): with jemalloc. What one thread of the daemon reads another one frees, all day, and a system's
# SQLite is often built without its own store of small pieces (Debian's is): each session that records asks for a thousand of them.
# Sanitizers bring their own allocator, Android's programs have theirs.
function(xiangji_allocate program)
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize" OR ANDROID)
    return()
  endif()
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
  target_link_libraries(${program} PRIVATE PkgConfig::jemalloc)
  target_sources(${program} PRIVATE ${CMAKE_SOURCE_DIR}/.cmake/allocating.cpp)
endfunction()

# xiangji_embed(<target> <symbol> <file>): the file's bytes inside the program, as
# `extern "C" const unsigned char <symbol>_begin[], <symbol>_end[]`.
function(xiangji_embed target symbol file)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
    .section .rodata
    .global @symbol@_begin
    .global @symbol@_end
    .balign 16
@symbol@_begin:
    .incbin "@file@"
@symbol@_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${file})
  target_sources(${target} PRIVATE ${source})
endfunction()
