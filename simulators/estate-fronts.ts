import type { Target } from './kernel';
import type { Meddler } from './network';

/** An API of vSphere, as something to which faults can be done. */
export function vimFront(meddler: Meddler): Target {
  return {
    role: 'front',
    name: meddler.front,
    able: {
      'refuse calls': meddler.able('refuse', { status: 503 }),
      'fail calls': meddler.able('fail'),
      'reset calls': meddler.able('reset'),
      'cut answers': meddler.able('cut'),
      'lose answers': meddler.able('lose answer'),
      'hold answers': meddler.able('hold'),
      'slow tasks': meddler.able('slow task'),
      'fail tasks': meddler.able('fail task'),
    },
  };
}

/** Azure Resource Manager. */
export function armFront(meddler: Meddler): Target {
  return {
    role: 'front',
    name: meddler.front,
    able: {
      'throttle requests': meddler.able('refuse', { status: 429 }),
      'fail requests': meddler.able('refuse', { status: 500 }),
      'refuse requests': meddler.able('refuse', { status: 503 }),
      'reset requests': meddler.able('reset'),
      'lose answers to requests': meddler.able('lose answer'),
      'hold answers to requests': meddler.able('hold'),
    },
  };
}
