/// Tensors and automatic differentiation of libtorch, as plain C.
///
/// The same source builds against Debian's libtorch 1.13 and newer ones, for CPU and CUDA. A tensor is
/// an opaque handle: who receives one through an out-pointer owns it and frees it once; arguments are
/// borrowed. No function lets a C++ exception out: each returns a status, writes its result through a
/// pointer on success only, and leaves a text with the operation and its arguments' types and shapes
/// for `ctorch_error_message`. Negative dimensions count from the end.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a call ended.
typedef enum {
  CTORCH_OK = 0,
  /// libtorch refused the arguments (shapes, types, indices, devices) or failed at them.
  CTORCH_REFUSED = 1,
  /// The device or the machine has no memory left.
  CTORCH_NO_MEMORY = 2,
  /// An exception of no known kind.
  CTORCH_FAILED = 3
} ctorch_status;

/// What went wrong in this thread's last call that did not return `CTORCH_OK`; valid until the next.
const char *ctorch_error_message(void);

/// A tensor; shares its elements with every view of it.
typedef struct ctorch_tensor ctorch_tensor;

/// Type of elements.
typedef enum {
  CTORCH_FLOAT32 = 0,
  CTORCH_FLOAT64 = 1,
  CTORCH_INT64 = 2,
  CTORCH_BOOL = 3,
  /// None of the above; operations here make no such tensor.
  CTORCH_OTHER = 4
} ctorch_type;

/// A shape, or a list of dimensions, strides or sizes.
typedef struct {
  const int64_t *values;
  int64_t count;
} ctorch_sizes;

/// A type and a place: device -1 is the CPU, others count CUDA devices from 0.
typedef struct {
  ctorch_type type;
  int32_t device;
} ctorch_options;

// Library

/// libtorch's version as its headers state it, such as "1.13.0".
const char *ctorch_version(void);
/// How many CUDA devices can be used; 0 where there is no driver or no CUDA in this libtorch.
int32_t ctorch_cuda_devices(void);
/// Sets the number of threads of one operation, and OpenBLAS to one: its own threads would fight them.
ctorch_status ctorch_set_threads(int32_t count);
/// Number of threads of one operation.
int32_t ctorch_threads(void);
/// What OMP_NUM_THREADS asks for, or how many processors this process may use.
int32_t ctorch_default_threads(void);
/// Number of handles that are not freed.
int64_t ctorch_live_tensors(void);
/// Waits until the device has done all that was asked of it.
ctorch_status ctorch_synchronize(int32_t device);

// Handles

/// Frees a handle; null is allowed.
void ctorch_free(ctorch_tensor *tensor);
/// Sizes of a tensor, valid as long as the handle.
ctorch_sizes ctorch_shape(const ctorch_tensor *tensor);
/// Type and device of a tensor.
ctorch_options ctorch_options_of(const ctorch_tensor *tensor);
/// Whether rows follow each other without gaps, last dimension fastest.
bool ctorch_is_contiguous(const ctorch_tensor *tensor);
/// Whether two handles share their elements.
bool ctorch_shares_storage(const ctorch_tensor *a, const ctorch_tensor *b);

// Elements in and out

/// Copies elements from memory; `bytes` must be the size of the whole tensor.
ctorch_status ctorch_from_bytes(
    const void *data, size_t bytes, ctorch_sizes shape, ctorch_options options, ctorch_tensor **out);
/// Adopts memory on the CPU without a copy; `release(context)` is called once, when nothing uses it,
/// or before this returns if it fails.
ctorch_status ctorch_adopt(
    void *data, ctorch_sizes shape, ctorch_type type, void (*release)(void *), void *context,
    ctorch_tensor **out);
/// Copies all elements to memory in row-major order, from whatever layout and device.
ctorch_status ctorch_to_bytes(const ctorch_tensor *tensor, void *data, size_t bytes);
/// Address of the first element of a contiguous tensor on the CPU, owned by the tensor.
ctorch_status ctorch_data(const ctorch_tensor *tensor, void **data);
/// All elements equal.
ctorch_status ctorch_full(
    ctorch_sizes shape, double value, ctorch_options options, ctorch_tensor **out);
/// start, start + step, … while below end (above it for a negative step).
ctorch_status ctorch_range(
    double start, double end, double step, ctorch_options options, ctorch_tensor **out);

/// Distribution of random numbers.
typedef enum {
  /// Uniform on (low, high].
  CTORCH_UNIFORM,
  /// Normal with mean `low` and standard deviation `high`.
  CTORCH_NORMAL,
  /// Integers in [low, high).
  CTORCH_INTEGERS
} ctorch_distribution;

/// Philox 4x32-10: a key, the upper half of the counter and the first block of the lower half.
typedef struct {
  uint64_t seed;
  uint32_t record, stream;
  uint64_t block;
} ctorch_philox;

/// Random numbers on the CPU, the same for any number of threads.
///
/// `*blocks` is the number of blocks used. Element i of a normal tensor takes the two words of block
/// i; of another tensor, word i.
ctorch_status ctorch_random(
    ctorch_distribution distribution, double low, double high, ctorch_philox key,
    ctorch_sizes shape, ctorch_type type, uint64_t *blocks, ctorch_tensor **out);

// Element by element; types and shapes as libtorch promotes and broadcasts them.

/// Functions of one tensor.
typedef enum {
  CTORCH_NEGATE,
  CTORCH_EXP,
  CTORCH_LOG,
  CTORCH_SQRT,
  CTORCH_RSQRT,
  CTORCH_RECIPROCAL,
  CTORCH_SQUARE,
  CTORCH_SIN,
  CTORCH_COS,
  CTORCH_TANH,
  CTORCH_ERF,
  CTORCH_ABS,
  CTORCH_SIGN,
  CTORCH_FLOOR,
  CTORCH_TRUNC,
  CTORCH_ROUND,
  CTORCH_SIGMOID,
  CTORCH_RELU,
  CTORCH_SILU,
  CTORCH_GELU,
  CTORCH_MISH,
  CTORCH_SOFTPLUS,
  CTORCH_IS_FINITE,
  CTORCH_NOT
} ctorch_unary_operation;
ctorch_status ctorch_unary(
    ctorch_unary_operation operation, const ctorch_tensor *a, ctorch_tensor **out);

/// Functions of two tensors.
typedef enum {
  CTORCH_ADD,
  CTORCH_SUBTRACT,
  CTORCH_MULTIPLY,
  CTORCH_DIVIDE,
  CTORCH_REMAINDER,
  CTORCH_POWER,
  CTORCH_MAXIMUM,
  CTORCH_MINIMUM,
  CTORCH_ATAN2,
  CTORCH_EQUAL,
  CTORCH_NOT_EQUAL,
  CTORCH_LESS,
  CTORCH_LESS_OR_EQUAL,
  CTORCH_GREATER,
  CTORCH_GREATER_OR_EQUAL,
  CTORCH_AND,
  CTORCH_OR,
  CTORCH_MATMUL
} ctorch_binary_operation;
ctorch_status ctorch_binary(
    ctorch_binary_operation operation, const ctorch_tensor *a, const ctorch_tensor *b,
    ctorch_tensor **out);
/// The same with a number, which does not change the type of a floating tensor; not for atan2, min,
/// max, and, or, matmul.
ctorch_status ctorch_binary_number(
    ctorch_binary_operation operation, const ctorch_tensor *a, double b, ctorch_tensor **out);

/// Limits elements to [low, high]; an infinite limit is none.
ctorch_status ctorch_clamp(
    const ctorch_tensor *a, double low, double high, ctorch_tensor **out);
/// Elements of `a` where the condition holds, else those of `b`.
ctorch_status ctorch_where(
    const ctorch_tensor *condition, const ctorch_tensor *a, const ctorch_tensor *b,
    ctorch_tensor **out);

// Reductions and what runs along a dimension

/// Functions of all elements along dimensions.
typedef enum {
  CTORCH_SUM,
  CTORCH_MEAN,
  CTORCH_LARGEST,
  CTORCH_SMALLEST,
  /// Mean of squared distances from the mean.
  CTORCH_VARIANCE,
  CTORCH_LOG_SUM_EXP,
  CTORCH_ALL,
  CTORCH_ANY
} ctorch_reduction;
/// Reduces the dimensions listed, or all of them if the list is empty.
ctorch_status ctorch_reduce(
    ctorch_reduction operation, const ctorch_tensor *a, ctorch_sizes dimensions, bool keep,
    ctorch_tensor **out);
/// Functions along one dimension that keep the shape, but for `CTORCH_ARG_LARGEST`.
typedef enum {
  CTORCH_SOFTMAX,
  CTORCH_LOG_SOFTMAX,
  CTORCH_CUMULATIVE_SUM,
  CTORCH_ARG_LARGEST,
  CTORCH_ARG_SORT,
  CTORCH_FLIP
} ctorch_along_operation;
ctorch_status ctorch_along(
    ctorch_along_operation operation, const ctorch_tensor *a, int64_t dimension,
    ctorch_tensor **out);

// Shapes and indices

ctorch_status ctorch_reshape(const ctorch_tensor *a, ctorch_sizes shape, ctorch_tensor **out);
ctorch_status ctorch_expand(const ctorch_tensor *a, ctorch_sizes shape, ctorch_tensor **out);
ctorch_status ctorch_permute(const ctorch_tensor *a, ctorch_sizes order, ctorch_tensor **out);
ctorch_status ctorch_transpose(
    const ctorch_tensor *a, int64_t first, int64_t second, ctorch_tensor **out);
ctorch_status ctorch_unsqueeze(const ctorch_tensor *a, int64_t dimension, ctorch_tensor **out);
ctorch_status ctorch_squeeze(const ctorch_tensor *a, int64_t dimension, ctorch_tensor **out);
ctorch_status ctorch_slice(
    const ctorch_tensor *a, int64_t dimension, int64_t start, int64_t end, int64_t step,
    ctorch_tensor **out);
ctorch_status ctorch_select(
    const ctorch_tensor *a, int64_t dimension, int64_t index, ctorch_tensor **out);
/// Rows at the places that a 1-D int64 tensor lists.
ctorch_status ctorch_index_select(
    const ctorch_tensor *a, int64_t dimension, const ctorch_tensor *indices, ctorch_tensor **out);
ctorch_status ctorch_gather(
    const ctorch_tensor *a, int64_t dimension, const ctorch_tensor *indices, ctorch_tensor **out);
/// Windows of `size` elements every `step`, as a new last dimension.
ctorch_status ctorch_unfold(
    const ctorch_tensor *a, int64_t dimension, int64_t size, int64_t step, ctorch_tensor **out);
ctorch_status ctorch_cat(
    const ctorch_tensor *const *tensors, int64_t count, int64_t dimension, ctorch_tensor **out);
ctorch_status ctorch_stack(
    const ctorch_tensor *const *tensors, int64_t count, int64_t dimension, ctorch_tensor **out);
/// How padding continues a signal.
typedef enum { CTORCH_PAD_CONSTANT, CTORCH_PAD_REFLECT, CTORCH_PAD_REPLICATE } ctorch_padding;
/// Lengthens the last dimension.
ctorch_status ctorch_pad(
    const ctorch_tensor *a, ctorch_padding mode, int64_t left, int64_t right, double value,
    ctorch_tensor **out);
/// Copies to a row-major layout, or shares the elements if they are so already.
ctorch_status ctorch_contiguous(const ctorch_tensor *a, ctorch_tensor **out);
ctorch_status ctorch_to(const ctorch_tensor *a, ctorch_options options, ctorch_tensor **out);
ctorch_status ctorch_clone(const ctorch_tensor *a, ctorch_tensor **out);

// Layers; a null bias or weight is none.

/// x · weightᵀ + bias over the last dimension.
ctorch_status ctorch_linear(
    const ctorch_tensor *x, const ctorch_tensor *weight, const ctorch_tensor *bias,
    ctorch_tensor **out);
/// Geometry of a convolution.
typedef struct {
  int64_t stride, padding, dilation, groups, output_padding;
} ctorch_convolution;
ctorch_status ctorch_conv1d(
    const ctorch_tensor *x, const ctorch_tensor *weight, const ctorch_tensor *bias,
    ctorch_convolution geometry, ctorch_tensor **out);
ctorch_status ctorch_conv_transpose1d(
    const ctorch_tensor *x, const ctorch_tensor *weight, const ctorch_tensor *bias,
    ctorch_convolution geometry, ctorch_tensor **out);
ctorch_status ctorch_group_norm(
    const ctorch_tensor *x, int64_t groups, const ctorch_tensor *weight, const ctorch_tensor *bias,
    double epsilon, ctorch_tensor **out);
ctorch_status ctorch_layer_norm(
    const ctorch_tensor *x, ctorch_sizes shape, const ctorch_tensor *weight,
    const ctorch_tensor *bias, double epsilon, ctorch_tensor **out);
/// Resamples the last of three dimensions, by nearest neighbour or straight lines between centres.
ctorch_status ctorch_interpolate(
    const ctorch_tensor *x, int64_t length, bool linear, ctorch_tensor **out);

// Automatic differentiation

ctorch_status ctorch_set_requires_gradient(ctorch_tensor *tensor, bool required);
bool ctorch_requires_gradient(const ctorch_tensor *tensor);
/// A tensor with the same elements and no history.
ctorch_status ctorch_detach(const ctorch_tensor *tensor, ctorch_tensor **out);
/// Adds the gradient of one number to every leaf's gradient.
ctorch_status ctorch_backward(const ctorch_tensor *root, bool retain_graph);
/// The gradient that `backward` left, or null.
ctorch_status ctorch_gradient(const ctorch_tensor *tensor, ctorch_tensor **out);
/// Replaces the gradient; null removes it.
ctorch_status ctorch_set_gradient(ctorch_tensor *tensor, const ctorch_tensor *gradient);
/// Gradients of Σ weight · output with respect to inputs; null for inputs that it does not depend on.
ctorch_status ctorch_gradients(
    const ctorch_tensor *output, const ctorch_tensor *weight, const ctorch_tensor *const *inputs,
    int64_t count, bool retain_graph, bool create_graph, ctorch_tensor **out);
/// Whether this thread records operations; returns what held before.
bool ctorch_set_gradient_mode(bool enabled);

// In place, without history

ctorch_status ctorch_copy_(ctorch_tensor *target, const ctorch_tensor *source);
ctorch_status ctorch_fill_(ctorch_tensor *target, double value);
/// target = a · target + b · source
ctorch_status ctorch_combine_(
    ctorch_tensor *target, double a, const ctorch_tensor *source, double b);

// Many tensors in one pass; fused for float32 on the CPU, by ATen's operators elsewhere.

/// The Euclidean norm of all elements of all tensors, the same for any number of threads.
ctorch_status ctorch_norm(const ctorch_tensor *const *tensors, int64_t count, double *norm);
/// target = target + weight · (source − target) for each pair.
ctorch_status ctorch_average_(
    const ctorch_tensor *const *targets, const ctorch_tensor *const *sources, int64_t count,
    double weight);
/// What one step of AdamW depends on.
typedef struct {
  double learning_rate, beta1, beta2, epsilon, weight_decay, gradient_scale;
} ctorch_adamw_settings;
/// A step of AdamW with the gradients that the parameters hold; those without are left alone.
///
/// `steps[k]` counts the steps of a parameter and is increased.
ctorch_status ctorch_adamw_(
    const ctorch_tensor *const *parameters, const ctorch_tensor *const *means,
    const ctorch_tensor *const *squares, int64_t *steps, int64_t count,
    ctorch_adamw_settings settings);

#ifdef __cplusplus
}
#endif
