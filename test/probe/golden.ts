/**
 * Golden values of the estimators. Inputs are a closed formula; the values were made with numpy and scikit-learn
 * from the formulas in docs/ranking.md (rank-corrected LogME at tolerance 1e-12; ridge
 * leave-one-out equal to brute force).
 */
export function goldenInput(n: number, d: number, classCount: number, separation: number) {
  const values = new Float64Array(n * d);
  const labels = Int32Array.from({ length: n }, (_, i) => i % classCount);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++)
      values[i * d + j] =
        Math.sin(1 + 0.7 * i + 1.3 * j) +
        0.5 * Math.cos(0.11 * i * (j + 1)) +
        (j % classCount === labels[i] ? separation : 0);
  return { features: { values, n, d }, labels };
}

export const GOLDEN = [
  {
    n: 12,
    d: 4,
    classCount: 3,
    separation: 1.0,
    logMe: -0.7740228706535454,
    leaveOneOut: [
      { lambda: 0.1, mse: 0.3427114223337544 },
      { lambda: 1, mse: 0.42349858641056015 },
      { lambda: 10, mse: 0.8167595834475355 },
    ],
  },
  {
    n: 60,
    d: 8,
    classCount: 3,
    separation: 1.0,
    logMe: -0.0845986666351885,
    leaveOneOut: [
      { lambda: 0.1, mse: 0.11356836483336963 },
      { lambda: 1, mse: 0.11259512000677235 },
      { lambda: 10, mse: 0.13046887613919836 },
    ],
  },
  {
    n: 60,
    d: 8,
    classCount: 3,
    separation: 0.0,
    logMe: -0.8704447302960073,
    leaveOneOut: [
      { lambda: 0.1, mse: 1.2315730289748181 },
      { lambda: 1, mse: 1.195856343157559 },
      { lambda: 10, mse: 1.0694393143193748 },
    ],
  },
  {
    n: 20,
    d: 32,
    classCount: 2,
    separation: 0.5,
    logMe: -0.601730799284844,
    leaveOneOut: [
      { lambda: 0.1, mse: 0.01145849088009782 },
      { lambda: 1, mse: 0.015586478357034578 },
      { lambda: 10, mse: 0.09110580583327635 },
    ],
  },
] as const;
