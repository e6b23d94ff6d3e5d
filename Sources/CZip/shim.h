// libzip, as the distribution installs it.
#pragma once

#include <zip.h>
