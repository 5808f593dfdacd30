import type * as tensorflow from '@tensorflow/tfjs';

/** TensorFlow.js as it is handed to the fit: the type alone; `server/tensorflow.ts` chooses and loads the library. */
export type TensorFlow = typeof tensorflow;
