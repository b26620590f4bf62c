// SHA-256 of an ASCII text as hex, for pages served over plain HTTP, where browsers hide their own.
// The constants are the fractional parts of roots of the first primes, computed once.

const primes = [];
for (let n = 2; primes.length < 64; n += 1) {
  if (primes.every((prime) => n % prime !== 0)) primes.push(n);
}
const fraction = (x) => ((x - Math.floor(x)) * 0x100000000) | 0;
const K = primes.map((prime) => fraction(Math.cbrt(prime)));
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

const turn = (word, by) => (word >>> by) | (word << (32 - by));
const schedule = new Int32Array(64);

function mix(state) {
  for (let i = 16; i < 64; i += 1) {
    const early = schedule[i - 15];
    const late = schedule[i - 2];
    const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[i] = (schedule[i - 16] + s0 + schedule[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + schedule[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

export function sha256(text) {
  const length = text.length;
  const blocks = Math.ceil((length + 9) / 64);
  const bytes = new DataView(new ArrayBuffer(blocks * 64));
  for (let i = 0; i < length; i += 1) bytes.setUint8(i, text.charCodeAt(i));
  bytes.setUint8(length, 0x80);
  bytes.setUint32(blocks * 64 - 4, length * 8);
  let state = START;
  for (let block = 0; block < blocks; block += 1) {
    for (let i = 0; i < 16; i += 1) schedule[i] = bytes.getInt32(block * 64 + i * 4);
    state = mix(state);
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
