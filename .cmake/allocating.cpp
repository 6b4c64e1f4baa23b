// How jemalloc allocates in each program that xiangji_allocate names; it reads this when it starts, and after it MALLOC_CONF
// of the environment.
//
// A database's cache takes memory page by page and gives it back as a whole. Where jemalloc then holds one large free piece,
// it cuts small ones off it only while it is at most 2^6 times as large, and asks the kernel for new ones otherwise, each
// paid for when it is first touched. 2^20: what was given back is used again.
extern "C" [[gnu::visibility("default")]] const char* const malloc_conf =
    "lg_extent_max_active_fit:20";
