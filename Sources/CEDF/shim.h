// EDFlib, as the distribution installs it.
#pragma once

#include <edflib.h>
