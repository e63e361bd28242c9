import { binomialAtLeast, binomialAtMost, gammaPoissonAtLeast, logGamma } from './distributions.js';

describe('logGamma', () => {
  it.each([
    [0.5, 0.5 * Math.log(Math.PI)],
    [1, 0],
    [5, Math.log(24)],
    [11, Math.log(3_628_800)],
    [100.5, 361.43554046777757], // 0.5 ln pi + sum of ln(i - 0.5) for i = 1..100
  ])('of %p is %p', (x, expected) => expect(logGamma(x)).toBeCloseTo(expected, 10));
});

describe('binomial tails', () => {
  it.each([
    [2, 10, 0.5, 56 / 1024],
    [0, 8, 0.5, 1 / 256],
    [1, 3, 1 / 3, 20 / 27],
    [10, 10, 0.3, 1],
    [-1, 10, 0.3, 0],
  ])('at most %p of %p at %p: %p', (k, n, p, expected) => expect(binomialAtMost(k, n, p)).toBeCloseTo(expected, 12));

  it('at least k and at most k - 1 are everything', () => {
    for (let k = 0; k <= 40; k += 1) expect(binomialAtLeast(k, 40, 0.37) + binomialAtMost(k - 1, 40, 0.37)).toBeCloseTo(1, 10);
  });
});

describe('gamma-Poisson tail', () => {
  it('with shape 1 is geometric', () => {
    // Gamma(1, 3) watched for 1: success 1/4, so P(X >= k) = (1/4)^k.
    for (const k of [1, 2, 5, 30]) expect(gammaPoissonAtLeast(k, 1, 3, 1) / 0.25 ** k).toBeCloseTo(1, 9);
  });

  it('adds up with the chances below', () => {
    const shape = 2.5;
    const success = 14 / 70;
    const chanceOf = (i: number) => Math.exp(logGamma(shape + i) - logGamma(shape) - logGamma(i + 1)) * (1 - success) ** shape * success ** i;
    let below = 0;
    for (let k = 0; k <= 12; k += 1) {
      expect(gammaPoissonAtLeast(k, shape, 56, 14)).toBeCloseTo(1 - below, 10);
      below += chanceOf(k);
    }
  });

  it('comes near to Poisson when the base is long', () => {
    const poisson = 1 - Math.exp(-2) * (1 + 2 + 2 + 4 / 3 + 2 / 3);
    expect(gammaPoissonAtLeast(5, 2e6, 1e6, 1)).toBeCloseTo(poisson, 5);
  });
});
