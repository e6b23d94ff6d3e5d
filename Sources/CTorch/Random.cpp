// Random numbers of Philox 4x32-10, the same as `RandomNumbers.Philox` draws.
#include <cmath>

#include <ATen/Parallel.h>

#include "Internal.h"

namespace {

// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11.
void philox(const ctorch_philox &key, uint64_t block, uint64_t words[2]) {
  auto a = static_cast<uint32_t>(block), b = static_cast<uint32_t>(block >> 32);
  auto c = key.record, d = key.stream;
  auto k = static_cast<uint32_t>(key.seed), l = static_cast<uint32_t>(key.seed >> 32);
  for (int round = 0; round < 10; ++round) {
    auto p = uint64_t{0xD2511F53} * a, q = uint64_t{0xCD9E8D57} * c;
    a = static_cast<uint32_t>(q >> 32) ^ b ^ k;
    c = static_cast<uint32_t>(p >> 32) ^ d ^ l;
    b = static_cast<uint32_t>(q);
    d = static_cast<uint32_t>(p);
    k += 0x9E3779B9;
    l += 0xBB67AE85;
  }
  words[0] = uint64_t{b} << 32 | a;
  words[1] = uint64_t{d} << 32 | c;
}

// Uniform on (0, 1] with 53 bits.
double uniform(uint64_t word) { return (static_cast<double>(word >> 11) + 1) * 0x1p-53; }

// The integer part of n · word / 2^64.
uint64_t below(uint64_t n, uint64_t word) {
  return static_cast<uint64_t>(static_cast<unsigned __int128>(n) * word >> 64);
}

template <class Element>
void fill(
    Element *out, int64_t count, ctorch_distribution distribution, double low, double high,
    const ctorch_philox &key) {
  auto span = distribution == CTORCH_INTEGERS ? static_cast<uint64_t>(high - low) : 0;
  auto normal = distribution == CTORCH_NORMAL;
  auto blocks = normal ? count : (count + 1) / 2;
  at::parallel_for(0, blocks, 4096, [&](int64_t begin, int64_t end) {
    uint64_t words[2];
    for (auto block = begin; block < end; ++block) {
      philox(key, key.block + static_cast<uint64_t>(block), words);
      if (normal) {
        // Box and Muller, Ann Math Stat 29:610 (1958); the second number is discarded.
        auto radius = std::sqrt(-2 * std::log(uniform(words[0])));
        auto turn = 2 * M_PI * uniform(words[1]);
        out[block] = static_cast<Element>(low + high * (radius * std::cos(turn)));
        continue;
      }
      for (auto k = 2 * block; k < std::min(2 * block + 2, count); ++k) {
        auto word = words[k - 2 * block];
        out[k] = distribution == CTORCH_UNIFORM
            ? static_cast<Element>(low + (high - low) * uniform(word))
            : static_cast<Element>(low) + static_cast<Element>(below(span, word));
      }
    }
  });
}

}  // namespace

ctorch_status ctorch_random(
    ctorch_distribution distribution, double low, double high, ctorch_philox key,
    ctorch_sizes shape, ctorch_type type, uint64_t *blocks, ctorch_tensor **out) {
  return ctorch::result("random numbers", {}, out, [&] {
    auto tensor = at::empty(ctorch::sizes(shape), ctorch::tensor_options({type, -1}));
    auto count = tensor.numel();
    if (distribution == CTORCH_INTEGERS) {
      TORCH_CHECK(type == CTORCH_INT64, "integers are of type int64");
      TORCH_CHECK(low < high, "no integer lies in [", low, ", ", high, ")");
      fill(tensor.data_ptr<int64_t>(), count, distribution, low, high, key);
    } else if (type == CTORCH_FLOAT32) {
      fill(tensor.data_ptr<float>(), count, distribution, low, high, key);
    } else {
      TORCH_CHECK(type == CTORCH_FLOAT64, "random numbers are of type float32 or float64");
      fill(tensor.data_ptr<double>(), count, distribution, low, high, key);
    }
    *blocks = static_cast<uint64_t>(distribution == CTORCH_NORMAL ? count : (count + 1) / 2);
    return tensor;
  });
}
