/** "40", "40,50", "1 200.50 €" as cents; null for anything that is not plainly an amount. */
export function centsOf(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0€]/g, '');
  // With both separators the last one is the decimal one: "1,200.50" and "1.200,50".
  const decimal = Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  const digits = plain.length - decimal - 1;
  const isDecimal = decimal !== -1 && digits >= 1 && digits <= 2;
  const whole = (isDecimal ? plain.slice(0, decimal) : plain).replaceAll(/[.,](?=\d{3}(?:\D|$))/g, '');
  const fraction = isDecimal ? plain.slice(decimal + 1).padEnd(2, '0') : '00';
  if (!/^\d{1,9}$/.test(whole) || !/^\d{2}$/.test(fraction)) return null;
  return Number(whole) * 100 + Number(fraction);
}
