// How jemalloc allocates in each program that xiangji_allocate names. It reads this when it starts,
// and MALLOC_CONF of the environment after it.
//
// A database's cache takes memory page by page and gives it back as a whole. Of what was freed and
// has not gone back to the kernel yet (some ten seconds long), jemalloc cuts a small piece off a
// large one only where that is at most 2^6 times as large; otherwise it takes memory that is paid
// for anew when it is first touched. 2^20: what was given back is used again. In return, pieces
// that live long may stand in the way of a large one.
//
// NOLINTNEXTLINE(readability-identifier-naming): the name is jemalloc's
extern "C" [[gnu::visibility("default")]] const char* const malloc_conf =
    "lg_extent_max_active_fit:20";
