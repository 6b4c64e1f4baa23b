# Which SQLite core is linked with.

# xiangji_amalgamation(<target> <folder>): an SQLite built in, from the folder's sqlite3.c. Of SQLite3 Multiple Ciphers only
# the cipher that core/store names; another amalgamation does not know these words.
function(xiangji_amalgamation target folder)
  add_library(${target} STATIC ${folder}/sqlite3.c)
  target_include_directories(${target} SYSTEM PUBLIC ${folder})
  target_compile_definitions(${target} PUBLIC SQLITE_ENABLE_SESSION SQLITE_ENABLE_PREUPDATE_HOOK
    PRIVATE SQLITE_ENABLE_FTS5 SQLITE_THREADSAFE=2 SQLITE_DQS=0
    HAVE_CIPHER_CHACHA20=1 HAVE_CIPHER_AES_128_CBC=0 HAVE_CIPHER_AES_256_CBC=0 HAVE_CIPHER_SQLCIPHER=0
    HAVE_CIPHER_RC4=0 HAVE_CIPHER_ASCON128=0 HAVE_CIPHER_AEGIS=0)
  # Not ours to warn about; and a cipher without optimization takes ten times as long.
  target_compile_options(${target} PRIVATE -w -O2)
  target_link_libraries(${target} PUBLIC Threads::Threads m)
endfunction()
