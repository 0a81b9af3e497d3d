/** Fine-tuning at a service: the plan before it, the report after it. */
export const serviceEn = {
  'service.ask':
    'This would be done by a service, outside this bot, for money. Nothing was sent and nothing has started. It starts when **you** press the button: up to about {dollars}.',
  'service.start': 'Start for about {dollars}',
  'service.model': 'Model: {model} of {name}',
  'service.leaves':
    '**Your texts leave this machine**: {name} ({host}) gets and keeps the examples to learn from ({train}) and to validate on ({validation}); afterwards its model is asked further ones ({asked}). Do not start it with texts that must not go there.',
  'service.tokens':
    'Tokens: about {total} (epochs: {epochs}, of {once} each). An estimate by the tokenizer of GPT-4o; the service counts with its own.',
  'service.price':
    'About {dollars} for the tuning, at {price} a million tokens as the operator configured. The test questions cost a little more, at the price of the tuned model.',
  'service.stays':
    'The model stays with {name}. /runs delete removes the files that were sent, not the model.',
  'service.closing':
    'No new fine-tuning customers of {name} since {noCustomersSince}, and no new jobs from {noJobsFrom} ({source}).',
  'service.agreed': 'Agreed: up to about {dollars}',
  'privacy.others.service':
    'With model:together:… or model:remote:…, after a yes of your own each time, the texts of that data set go to {name} ({host}), which keeps them and the tuned model. /runs delete removes the files there.',
  'report.short.service':
    '**Right {right} of {n} times on texts it had never seen** ({percent} %, likely {low}–{high} %).',
  'report.short.serviceWon':
    'A small model trained here without transfer gets {other}: the service is better, beyond chance.',
  'report.short.serviceTie':
    'A small model trained here without transfer gets {other}: the service is not shown to be better.',
  'report.short.serviceStays': 'The model stays with {name}: `{model}`.',
  'report.short.serviceUntested':
    '**{name} has tuned `{model}`, but it could not be asked**, so how good it is was not measured.',
  'report.verdict.service':
    '{name} tuned {base} for about {dollars} (job {job}); the model stays there as {model}.',
  'report.card.licence.service':
    'The weights stay with the service, under its terms and those of {model}. The data set keeps its own licence.',
  'note.asked-samples':
    'On {count} {count|sample|samples} of the test part, drawn by the seed; both models answered the same ones, the tuned one at temperature 0.',
  'note.loss-of-service': 'As the service measured it; lower is better.',
  'note.stays-with-service':
    'The model stays with {name} as {model}; the card says how to call it and how to be rid of it.',
  'note.service-not-asked':
    'The tuned model could not be asked ({reason}). Some services serve a tuned model only from a server that is rented for it: see the documentation of {name}.',
  'note.service-tells-no-loss': 'No validation loss is told by the API of {name}.',
  'note.answers-without-class':
    '{count} {count|answer|answers} named no class and {count|counts|count} as wrong.',
} as const;
