// Handles, errors, devices, threads, and elements in and out.
#include <dlfcn.h>
#include <sched.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>
#include <sstream>

#include <ATen/Parallel.h>
#include <c10/core/DeviceGuard.h>
#include <torch/csrc/api/include/torch/version.h>

#include "Internal.h"

namespace ctorch {

namespace {

std::atomic<int64_t> live_tensors{0};
thread_local std::string message;

const char *type_name(at::ScalarType type) {
  switch (type) {
    case at::kFloat: return "float32";
    case at::kDouble: return "float64";
    case at::kLong: return "int64";
    case at::kBool: return "bool";
    default: return c10::toString(type);
  }
}

}  // namespace

ctorch_tensor *handle(at::Tensor tensor) {
  auto *result = new ctorch_tensor{std::move(tensor)};
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return result;
}

at::ScalarType scalar_type(ctorch_type type) {
  switch (type) {
    case CTORCH_FLOAT32: return at::kFloat;
    case CTORCH_FLOAT64: return at::kDouble;
    case CTORCH_INT64: return at::kLong;
    case CTORCH_BOOL: return at::kBool;
    case CTORCH_OTHER: break;
  }
  TORCH_CHECK(false, "no such type of elements");
}

at::TensorOptions tensor_options(ctorch_options options) {
  auto device = options.device < 0
      ? at::Device(at::kCPU)
      : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(options.device));
  return at::TensorOptions().dtype(scalar_type(options.type)).device(device);
}

ctorch_status caught(const char *operation, const ctorch_tensor *const *tensors, size_t count) {
  auto status = CTORCH_FAILED;
  std::string reason;
  try {
    throw;
  } catch (const c10::Error &error) {
    reason = error.what_without_backtrace();
    // The CPU's allocator has no type of its own for this.
    auto full = dynamic_cast<const c10::OutOfMemoryError *>(&error) != nullptr ||
        reason.find("can't allocate memory") != std::string::npos ||
        reason.find("out of memory") != std::string::npos;
    status = full ? CTORCH_NO_MEMORY : CTORCH_REFUSED;
  } catch (const std::bad_alloc &) {
    reason = "no memory left";
    status = CTORCH_NO_MEMORY;
  } catch (const std::exception &error) {
    reason = error.what();
    status = CTORCH_REFUSED;
  } catch (...) {
    reason = "unknown exception";
  }
  try {
    std::ostringstream text;
    text << operation;
    for (size_t k = 0; k < count; ++k) {
      text << (k == 0 ? " of " : k + 1 == count ? " and " : ", ");
      if (tensors[k] == nullptr) {
        text << "nothing";
      } else {
        const auto &tensor = tensors[k]->tensor;
        text << type_name(tensor.scalar_type()) << ' ' << tensor.sizes();
      }
    }
    text << ": " << reason.substr(0, reason.find('\n'));
    message = text.str();
  } catch (...) {
    message.clear();
  }
  return status;
}

}  // namespace ctorch

using ctorch::effect;
using ctorch::result;

const char *ctorch_error_message(void) { return ctorch::message.c_str(); }

const char *ctorch_version(void) { return TORCH_VERSION; }

int32_t ctorch_cuda_devices(void) {
  // Loading the library registers its operators; it is not linked, so that a libtorch with CUDA also
  // runs where NVIDIA's libraries are absent.
  static void *const library = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
  try {
    if (library == nullptr || !at::hasCUDA()) return 0;
    return at::detail::getCUDAHooks().getNumGPUs();
  } catch (...) {
    return 0;
  }
}

ctorch_status ctorch_set_threads(int32_t count) {
  return effect("threads", {}, [&] {
    TORCH_CHECK(count > 0, count, " threads are not a positive number");
    at::set_num_threads(count);
    // The library is loaded by libtorch, under a name that differs between builds.
    using set_type = void (*)(int);
    if (auto set = reinterpret_cast<set_type>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
      set(1);
    }
  });
}

int32_t ctorch_threads(void) { return at::get_num_threads(); }

int32_t ctorch_default_threads(void) {
  // Launchers of several processes a machine say so by this variable.
  if (const char *asked = std::getenv("OMP_NUM_THREADS")) {
    auto count = std::atoi(asked);
    if (count > 0) return count;
  }
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return CPU_COUNT(&set);
}

int64_t ctorch_live_tensors(void) { return ctorch::live_tensors.load(std::memory_order_relaxed); }

ctorch_status ctorch_synchronize(int32_t device) {
  return effect("synchronize", {}, [&] {
    if (device < 0) return;
    at::Device place(at::kCUDA, static_cast<c10::DeviceIndex>(device));
    c10::impl::VirtualGuardImpl guard(at::kCUDA);
    guard.getStream(place).synchronize();
  });
}

void ctorch_free(ctorch_tensor *tensor) {
  if (tensor == nullptr) return;
  delete tensor;
  ctorch::live_tensors.fetch_sub(1, std::memory_order_relaxed);
}

ctorch_sizes ctorch_shape(const ctorch_tensor *tensor) {
  auto sizes = tensor->tensor.sizes();
  return {sizes.data(), static_cast<int64_t>(sizes.size())};
}

ctorch_options ctorch_options_of(const ctorch_tensor *tensor) {
  auto type = CTORCH_OTHER;
  switch (tensor->tensor.scalar_type()) {
    case at::kFloat: type = CTORCH_FLOAT32; break;
    case at::kDouble: type = CTORCH_FLOAT64; break;
    case at::kLong: type = CTORCH_INT64; break;
    case at::kBool: type = CTORCH_BOOL; break;
    default: break;
  }
  auto device = tensor->tensor.device();
  return {type, device.is_cpu() ? -1 : std::max<int32_t>(0, device.index())};
}

bool ctorch_is_contiguous(const ctorch_tensor *tensor) { return tensor->tensor.is_contiguous(); }

bool ctorch_shares_storage(const ctorch_tensor *a, const ctorch_tensor *b) {
  return a->tensor.storage().unsafeGetStorageImpl() == b->tensor.storage().unsafeGetStorageImpl();
}

ctorch_status ctorch_from_bytes(
    const void *data, size_t bytes, ctorch_sizes shape, ctorch_options options,
    ctorch_tensor **out) {
  return result("tensor from memory", {}, out, [&] {
    auto host = at::empty(ctorch::sizes(shape), ctorch::tensor_options({options.type, -1}));
    TORCH_CHECK(
        host.nbytes() == bytes, bytes, " bytes do not fill ", host.sizes(), " of ",
        host.element_size(), " bytes each");
    if (bytes > 0) std::memcpy(host.data_ptr(), data, bytes);
    return options.device < 0 ? host : host.to(ctorch::tensor_options(options));
  });
}

ctorch_status ctorch_adopt(
    void *data, ctorch_sizes shape, ctorch_type type, void (*release)(void *), void *context,
    ctorch_tensor **out) {
  auto taken = false;
  auto status = result("tensor of memory", {}, out, [&] {
    auto free = [release, context](void *) { release(context); };
    auto options = ctorch::tensor_options({type, -1});
    auto tensor = at::from_blob(data, ctorch::sizes(shape), std::move(free), options);
    taken = true;
    return tensor;
  });
  if (status != CTORCH_OK && !taken) release(context);
  return status;
}

ctorch_status ctorch_to_bytes(const ctorch_tensor *tensor, void *data, size_t bytes) {
  return effect("elements", {tensor}, [&] {
    auto host = tensor->tensor.detach().cpu().contiguous();
    TORCH_CHECK(host.nbytes() == bytes, host.nbytes(), " bytes do not fit in ", bytes);
    if (bytes > 0) std::memcpy(data, host.data_ptr(), bytes);
  });
}

ctorch_status ctorch_data(const ctorch_tensor *tensor, void **data) {
  return effect("memory", {tensor}, [&] {
    TORCH_CHECK(tensor->tensor.is_cpu(), "the elements are on another device");
    TORCH_CHECK(tensor->tensor.is_contiguous(), "the elements are not in row-major order");
    *data = tensor->tensor.data_ptr();
  });
}

ctorch_status ctorch_full(
    ctorch_sizes shape, double value, ctorch_options options, ctorch_tensor **out) {
  return result("full", {}, out, [&] {
    return at::full(ctorch::sizes(shape), value, ctorch::tensor_options(options));
  });
}

ctorch_status ctorch_range(
    double start, double end, double step, ctorch_options options, ctorch_tensor **out) {
  return result("range", {}, out, [&] {
    return at::arange(start, end, step, ctorch::tensor_options(options));
  });
}

ctorch_status ctorch_contiguous(const ctorch_tensor *a, ctorch_tensor **out) {
  return result("contiguous", {a}, out, [&] { return a->tensor.contiguous(); });
}

ctorch_status ctorch_to(const ctorch_tensor *a, ctorch_options options, ctorch_tensor **out) {
  return result("conversion", {a}, out, [&] {
    return a->tensor.to(ctorch::tensor_options(options));
  });
}

ctorch_status ctorch_clone(const ctorch_tensor *a, ctorch_tensor **out) {
  return result("clone", {a}, out, [&] { return a->tensor.clone(); });
}
