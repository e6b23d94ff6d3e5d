#include "CGnuplot.h"

#include <gnuplot-iostream.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct cgnuplot {
  // Owns the writing end of the pipe; null once the input has ended.
  std::unique_ptr<gnuplotio::Gnuplot> stream;
  pid_t process;
  // An unlinked file that receives what the process prints: unlike a pipe it is never full.
  std::FILE *printed;
};

namespace {

// Keeps a write to a dead process from killing this one: SIGPIPE is held back in this thread, and
// taken from it if the write raised it, so the program's own handling of the signal stays as it is.
class PipeSignalGuard {
public:
  PipeSignalGuard() {
    sigset_t pending;
    sigpending(&pending);
    was_pending = sigismember(&pending, SIGPIPE) == 1;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &former);
  }
  ~PipeSignalGuard() {
    const timespec now = {0, 0};
    if (!was_pending) {
      while (sigtimedwait(&pipe_signal, nullptr, &now) == -1 && errno == EINTR) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &former, nullptr);
  }
  PipeSignalGuard(const PipeSignalGuard &) = delete;
  PipeSignalGuard &operator=(const PipeSignalGuard &) = delete;

private:
  sigset_t pipe_signal;
  sigset_t former;
  bool was_pending;
};

// Starts the program with `input` as its standard input and `printed` as both of its outputs.
int spawn(const char *program, int input, int printed, pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, printed, 1);
  posix_spawn_file_actions_adddup2(&actions, printed, 2);

  // The child must not inherit a blocked or ignored SIGPIPE or SIGINT from a host program.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, standard;
  sigemptyset(&none);
  sigemptyset(&standard);
  sigaddset(&standard, SIGPIPE);
  sigaddset(&standard, SIGINT);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &standard);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  // -d: a user's own start-up file must not change a figure.
  std::string name = program;
  std::string defaults = "-d";
  char *arguments[] = {&name[0], &defaults[0], nullptr};
  const int error = posix_spawnp(process, program, &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

char *text_of(std::FILE *file) {
  if (std::fseek(file, 0, SEEK_END) != 0) return nullptr;
  const long size = std::ftell(file);
  if (size < 0) return nullptr;
  std::rewind(file);
  char *text = static_cast<char *>(std::malloc(static_cast<size_t>(size) + 1));
  if (text == nullptr) return nullptr;
  text[std::fread(text, 1, static_cast<size_t>(size), file)] = '\0';
  return text;
}

}  // namespace

cgnuplot_status cgnuplot_start(const char *program, cgnuplot **session, int *error_number) {
  *session = nullptr;
  *error_number = 0;
  // Everything is closed on exec, so that no process started meanwhile holds the pipe open.
  int ends[2] = {-1, -1};
  std::FILE *printed = nullptr;
  std::FILE *input = nullptr;
  try {
    auto made = std::make_unique<cgnuplot>();
    int error = 0;
    printed = std::tmpfile();
    if (printed == nullptr || fcntl(fileno(printed), F_SETFD, FD_CLOEXEC) == -1 ||
        pipe2(ends, O_CLOEXEC) == -1 || (input = fdopen(ends[1], "w")) == nullptr) {
      error = errno;
    } else {
      // The stream is made before the process, so that no exception can leave a process behind.
      made->stream = std::make_unique<gnuplotio::Gnuplot>(input);
      input = nullptr;
      ends[1] = -1;
      made->stream->exceptions(std::ios::badbit | std::ios::failbit);
      error = spawn(program, ends[0], fileno(printed), &made->process);
    }
    if (ends[0] != -1) close(ends[0]);
    ends[0] = -1;
    if (error == 0) {
      made->printed = printed;
      *session = made.release();
      return CGNUPLOT_OK;
    }
    *error_number = error;
  } catch (...) {
    *error_number = ENOMEM;
  }
  if (input != nullptr) {
    std::fclose(input);
  } else if (ends[1] != -1) {
    close(ends[1]);
  }
  if (ends[0] != -1) close(ends[0]);
  if (printed != nullptr) std::fclose(printed);
  switch (*error_number) {
    case ENOENT: case EACCES: case ENOTDIR: case ENOEXEC: return CGNUPLOT_NOT_FOUND;
    default: return CGNUPLOT_SYSTEM;
  }
}

cgnuplot_status cgnuplot_send(cgnuplot *session, const char *commands, size_t count) {
  PipeSignalGuard guard;
  try {
    session->stream->write(commands, static_cast<std::streamsize>(count));
    session->stream->flush();
    return CGNUPLOT_OK;
  } catch (const std::ios_base::failure &) {
    return CGNUPLOT_BROKEN_PIPE;
  } catch (...) {
    return CGNUPLOT_EXCEPTION;
  }
}

cgnuplot_status cgnuplot_finish(cgnuplot *session, int *exit_status, char **messages) {
  *exit_status = -1;
  *messages = nullptr;
  PipeSignalGuard guard;
  cgnuplot_status status = CGNUPLOT_OK;
  try {
    session->stream->exceptions(std::ios::goodbit);
    session->stream.reset();
  } catch (...) {
    status = CGNUPLOT_EXCEPTION;
  }
  int ended = 0;
  pid_t process;
  do {
    process = waitpid(session->process, &ended, 0);
  } while (process == -1 && errno == EINTR);
  if (process == -1) {
    status = CGNUPLOT_SYSTEM;
  } else {
    *exit_status = WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) : WEXITSTATUS(ended);
  }
  *messages = text_of(session->printed);
  std::fclose(session->printed);
  delete session;
  return status;
}
