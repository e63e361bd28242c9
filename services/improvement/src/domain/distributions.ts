// Lanczos approximation with g = 7 and nine coefficients (P. Godfrey's table): relative error below 1e-14 for x > 0.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Natural logarithm of the gamma function, for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i += 1) sum += (LANCZOS[i] as number) / (shifted + i);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Chance of at most k successes in n trials of probability p (exact binomial). */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  let sum = 0;
  for (let i = 0; i <= k; i += 1) sum += Math.exp(logChoose(n, i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
  return Math.min(1, sum);
}

/** Chance of at least k successes in n trials of probability p (exact binomial). */
export function binomialAtLeast(k: number, n: number, p: number): number {
  return binomialAtMost(n - k, n, 1 - p);
}

/**
 * Chance of at least k events when the mean is Gamma(shape, rate) distributed and is watched for `exposure`:
 * the gamma-Poisson mixture, which is a negative binomial (Gelman et al., Bayesian Data Analysis, 2.6).
 */
export function gammaPoissonAtLeast(k: number, shape: number, rate: number, exposure: number): number {
  if (k <= 0) return 1;
  const success = exposure / (rate + exposure);
  const chanceOf = (i: number) =>
    Math.exp(logGamma(shape + i) - logGamma(shape) - logGamma(i + 1) + shape * Math.log1p(-success) + i * Math.log(success));
  const mean = (shape / rate) * exposure;
  if (k <= mean) {
    let below = 0;
    for (let i = 0; i < k; i += 1) below += chanceOf(i);
    return Math.max(0, 1 - below);
  }
  // Above the mean the terms only fall: summing upwards keeps small tails exact where 1 - sum would cancel.
  let tail = 0;
  let term = chanceOf(Math.ceil(k));
  for (let i = Math.ceil(k); term > tail * 1e-12 && term > 0; i += 1) {
    tail += term;
    term *= ((shape + i) / (i + 1)) * success;
  }
  return Math.min(1, tail);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
