import { KafkaTransport, silentLog } from '#libs/messaging';
import { describeTransport } from '../libs/messaging/test/transport.conformance.js';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');

describeTransport('Apache Kafka', () => new KafkaTransport({ brokers, clientId: 'conformance' }, silentLog));
