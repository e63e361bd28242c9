import { describeTransport } from '../../test/transport.conformance.js';
import { InMemoryTransport } from './memory.transport.js';

describeTransport('the in-memory log', () => new InMemoryTransport());
