# A release is compiled by what its work was seen to do: release.profdata counts how often each branch was taken while the
# bench ran (`./run profile` writes it anew). A function that nothing ran, or whose branches have changed since, is compiled
# as without it.
set(XIANGJI_PROFILE "" CACHE STRING "use: compile by release.profdata; write: programs that count; empty: neither")
set_property(CACHE XIANGJI_PROFILE PROPERTY STRINGS "" use write)
if(NOT XIANGJI_PROFILE)
  return()
endif()

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "XIANGJI_PROFILE needs clang 19 or newer; -DXIANGJI_PROFILE= builds without a profile")
endif()
if(XIANGJI_PROFILE STREQUAL "use")
  set(profile ${CMAKE_CURRENT_LIST_DIR}/release.profdata)
  if(NOT EXISTS ${profile})
    message(FATAL_ERROR "${profile} is missing: ./run profile writes it, -DXIANGJI_PROFILE= builds without it")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${profile})
  # Its sum among the flags: with another profile everything is compiled anew. Its path from where Ninja compiles: ccache
  # knows what another checkout compiled.
  file(SHA256 ${profile} sum)
  string(SUBSTRING ${sum} 0 16 sum)
  file(RELATIVE_PATH profile ${CMAKE_BINARY_DIR} ${profile})
  set(options -fprofile-use=${profile} -DXIANGJI_PROFILE_SUM=${sum}
    -Wno-profile-instr-unprofiled -Wno-profile-instr-out-of-date -Wno-backend-plugin)
elseif(XIANGJI_PROFILE STREQUAL "write")
  set(options -fprofile-generate)
  add_link_options(-fprofile-generate)
else()
  message(FATAL_ERROR "XIANGJI_PROFILE is \"${XIANGJI_PROFILE}\"; it may be use, write or empty")
endif()
# Functions that only their file sees are named after the file, not its folder: a profile serves any checkout.
set(named -static-func-full-module-prefix=false)
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:${options};SHELL:-mllvm ${named}>")
add_link_options(-Wl,-mllvm,${named})
