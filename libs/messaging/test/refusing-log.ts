import { InMemoryTransport } from '../src/transport/memory.transport.js';
import { EventRefused, type Publisher, type WireRecord } from '../src/transport/transport.js';

/** A log in memory that tells why it will never take some records, as a broker does. */
export class RefusingLog extends InMemoryTransport {
  /** The broker's word, for records that it does not take. */
  refuses: (record: WireRecord) => string | undefined = () => undefined;

  override publisher(): Publisher {
    const willing = super.publisher();
    return {
      publish: (records) => {
        const reason = records.map((record) => this.refuses(record)).find((word) => word !== undefined);
        return reason === undefined ? willing.publish(records) : Promise.reject(new EventRefused(reason));
      },
      close: () => willing.close(),
    };
  }
}
