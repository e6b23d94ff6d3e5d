// zlib, as the distribution installs it.
#pragma once

#include <zlib.h>
