/**
 * What `amount` takes of each part of a whole: in proportion, rounded by the largest remainder, the first of equals
 * winning. The answers sum to the amount, and none exceeds its part.
 * @param parts whole numbers above zero
 * @param amount a whole number from zero to the sum of the parts
 */
export function proportionOf(parts: readonly number[], amount: number): number[] {
  const whole = parts.reduce((sum, part) => sum + BigInt(part), 0n);
  // BigInt, because a product of two amounts can exceed what a number holds exactly.
  const shares = parts.map((part, place) => {
    const product = BigInt(part) * BigInt(amount);
    return { place, floor: Number(product / whole), remainder: product % whole };
  });
  const left = amount - shares.reduce((sum, { floor }) => sum + floor, 0);
  const raised = new Set(
    shares
      .toSorted((a, b) => Number(b.remainder - a.remainder) || a.place - b.place)
      .slice(0, left)
      .map(({ place }) => place),
  );
  return shares.map(({ place, floor }) => (raised.has(place) ? floor + 1 : floor));
}
