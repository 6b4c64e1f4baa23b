# xiangji_prefix: the headers of prefix.hpp, compiled once for the whole build. CMake's own precompiled headers are made
# once a target and bear their folder's name, so that ccache could not share what is compiled with them between checkouts.
add_library(xiangji_prefix INTERFACE)

# xiangji_prefix_first(<folder>): everything compiled in the folder and below waits for the prefix. Qt makes targets of
# its own, which inherit the flag and not what made the file: to be called last.
function(xiangji_prefix_first folder)
  if(NOT TARGET xiangji_prefix_file)
    return()
  endif()
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE|OBJECT)_LIBRARY)$")
      add_dependencies(${target} xiangji_prefix_file)
    endif()
  endforeach()
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(inner IN LISTS folders)
    xiangji_prefix_first(${inner})
  endforeach()
endfunction()

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  return()
endif()

set(prefix ${CMAKE_CURRENT_LIST_DIR}/prefix.hpp)
set(compiled ${CMAKE_BINARY_DIR}/prefix.pch)
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
separate_arguments(prefix_flags UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
# Beside it its name for ccache (CCACHE_PCH_EXTSUM): by what went into it, not by where it lies.
add_custom_command(
  OUTPUT ${compiled} ${compiled}.sum
  COMMAND ${CMAKE_CXX_COMPILER} ${prefix_flags} -std=c++20 -fPIC ${XIANGJI_WARNINGS} -Xclang -fno-pch-timestamp
          -x c++-header ${prefix} -o ${compiled} -MD -MF ${compiled}.d
  COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/prefix_sum.sh ${compiled}.d ${CMAKE_CXX_COMPILER} ${prefix_flags} > ${compiled}.sum
  DEPENDS ${prefix} ${CMAKE_CURRENT_LIST_DIR}/prefix_sum.sh
  DEPFILE ${compiled}.d
  COMMENT "Compiling what every source includes"
  VERBATIM)
add_custom_target(xiangji_prefix_file DEPENDS ${compiled})
add_dependencies(xiangji_prefix xiangji_prefix_file)
target_compile_options(xiangji_prefix INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include-pch ${compiled}>")
