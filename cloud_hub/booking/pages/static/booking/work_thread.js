// Looks for the number behind a challenge, in a thread of its own so that the page stays alive.

import { sha256 } from "./sha256.js";

onmessage = (event) => {
  const { salt, challenge, maxnumber } = event.data;
  for (let number = 0; number <= maxnumber; number += 1) {
    if (sha256(salt + number) === challenge) {
      postMessage(number);
      return;
    }
  }
  postMessage(null);
};
