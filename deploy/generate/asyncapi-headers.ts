const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more });
const count = (description: string) => text(description, { pattern: '^[0-9]+$' });

/** The headers of every event: CloudEvents 1.0 in binary mode. */
export const CLOUD_EVENT_HEADERS = {
  type: 'object',
  required: ['content-type', 'ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_partitionkey', 'ce_sequence', 'ce_correlationid'],
  properties: {
    'content-type': text('Always application/json.', { const: 'application/json' }),
    ce_specversion: text('Always 1.0.', { const: '1.0' }),
    ce_id: text('Once for every event: whoever hears it twice acts once.', { format: 'uuid' }),
    ce_type: text('The type with its major version, for example complaint.closed.v1: the name of the message.'),
    ce_source: text('The service that says it, for example /redress/intake.'),
    ce_time: text('When it happened.', { format: 'date-time' }),
    ce_partitionkey: text('The id of what it is about; also the key of the record.'),
    ce_sequence: count('Counts the events of one key from 1.'),
    ce_correlationid: text('The request or event that began it all.'),
    ce_causationid: text('The event that this one answers.'),
    ce_traceparent: text('W3C trace context.'),
  },
};

/** The headers that an event which was given up has besides. */
export const DEAD_LETTER_HEADERS = {
  type: 'object',
  required: ['dead_topic', 'dead_partition', 'dead_offset', 'dead_group', 'dead_handler', 'dead_key', 'dead_type', 'dead_error', 'dead_attempts'],
  properties: {
    dead_topic: text('Where it stood.'),
    dead_partition: count('In which partition.'),
    dead_offset: count('At which place in it.'),
    dead_group: text('The service that could not apply it.'),
    dead_handler: text('The handler that could not apply it.'),
    dead_key: text('The key of the record.'),
    dead_type: text('Its type; empty when it told none.'),
    dead_source: text('The service that said it.'),
    dead_sequence: count('Its number among the events of its key.'),
    dead_error: text('The class of the last fault, never its message.'),
    dead_attempts: count('How often it was tried.'),
    dead_encoding: text('Present when the data are no text.', { const: 'base64' }),
  },
};
