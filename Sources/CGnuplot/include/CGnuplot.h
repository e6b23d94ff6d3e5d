/// Commands to a gnuplot process through gnuplot-iostream, as plain C.
///
/// The process is started without a shell and reads its commands from a pipe; what it prints is
/// kept. No function lets a C++ exception out or raises SIGPIPE, and nothing is printed.
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a call ended.
typedef enum {
  CGNUPLOT_OK = 0,
  /// The program is not on the search path or may not be run.
  CGNUPLOT_NOT_FOUND = 1,
  /// The operating system refused a pipe, a file or a process; see the error number.
  CGNUPLOT_SYSTEM = 2,
  /// The process no longer reads: it ended before it had everything.
  CGNUPLOT_BROKEN_PIPE = 3,
  /// No memory, or another exception of the C++ library.
  CGNUPLOT_EXCEPTION = 4
} cgnuplot_status;

/// A running gnuplot.
typedef struct cgnuplot cgnuplot;

/// Starts a program that speaks gnuplot; a name without slash is looked up on the search path.
///
/// On success the caller owns `*session` and gives it to `cgnuplot_finish` exactly once.
/// On failure `*session` is null and `*error_number` holds `errno`.
cgnuplot_status cgnuplot_start(const char *program, cgnuplot **session, int *error_number);

/// Writes the bytes of commands to the process.
cgnuplot_status cgnuplot_send(cgnuplot *session, const char *commands, size_t count);

/// Ends the input, waits for the process and frees the session.
///
/// `*exit_status` is the exit status, or the signal's number plus 128. `*messages` is what the
/// process printed, null-terminated and owned by the caller, who calls `free`; null if that could
/// not be read.
cgnuplot_status cgnuplot_finish(cgnuplot *session, int *exit_status, char **messages);

#ifdef __cplusplus
}
#endif
