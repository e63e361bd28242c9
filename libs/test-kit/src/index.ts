export { deliver, deliverTogether, type DeliverOptions } from './deliver.js';
export { emitted, type EmittedEvent } from './emitted.js';
export { freshDatabase, type FreshDatabase } from './fresh-database.js';
export { startService, type StartedService, type StartServiceOptions, type TestRequest, type TestResponse } from './start-service.js';
export { TEST_ENV } from './test-env.js';
export { customerToken, token } from './token.js';
export { waitFor } from './wait-for.js';
