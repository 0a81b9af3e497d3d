/** Errors: fine-tuning at a service. */
export const serviceErrorsEn = {
  'error.service-off':
    'This bot is not connected to that service. Its operator can set {variable}; without, choose another model:, such as auto.',
  'error.service-closed':
    '{name} has taken no new fine-tuning jobs since {day} ({source}). Choose a model of another service, or model:auto.',
  'error.service-texts-only':
    'A service tunes its language models on texts with classes; these data were understood as {kind}. Choose model:auto, which trains here.',
  'error.service-price-unknown':
    'What that service charges is not configured, so I cannot say what it would cost, and I start nothing without that. The operator sets {variable} (dollars a million tokens).',
  'error.service-too-dear':
    'That would cost about {dollars}; the operator allows {limit} a run (REMOTE_TUNING_LIMIT). Use fewer or shorter texts.',
  'error.service-dearer':
    '{name} would charge {asked}, but you agreed to about {agreed}. Nothing was started there and nothing is charged. Ask the operator to check the configured price, then try again.',
  'error.service-unreachable': '{name} did not answer as it should ({reason}). Try again in some minutes.',
  'error.service-key':
    '{name} does not accept the key of this bot, or the key may not do this ({reason}). The operator has to see to it.',
  'error.service-not-found':
    '{name} does not know what was asked for ({reason}). Check the name of the model.',
  'error.service-refused': '{name} refused: {reason}',
  'error.service-job-unsure':
    'The answer of {name} was lost when the job was to be made, and no job of this run is listed there. To make none twice I stopped. The operator can look in its console; then start the run again.',
  'error.service-job-failed': 'The job at {name} failed: {reason}',
  'error.service-job-cancelled':
    'The job was cancelled at {name}, not here. Start the run again if you still want it.',
  'error.model-at-service':
    'No model is here to use, export or evaluate (run {id}): it stays with the service that tuned it. How to call it stands in its model card, under All figures.',
} as const;
