// What a team writes in an afternoon: checks the signature, produces, answers 200 when Kafka has acknowledged the event.
const crypto = require('node:crypto');
const express = require('express');
const { Kafka, logLevel } = require('kafkajs');

const [bootstrap, port, topic, key] = process.argv.slice(2);
const producer = new Kafka({ brokers: [bootstrap], logLevel: logLevel.ERROR }).producer({ idempotent: true });

function genuine(request) {
  const signed = crypto.createHmac('sha256', key).update(`v0:${request.get('x-cio-timestamp')}:`).update(request.body).digest();
  const given = Buffer.from(request.get('x-cio-signature') || '', 'hex');
  return given.length === signed.length && crypto.timingSafeEqual(given, signed);
}

const app = express();
app.use(express.raw({ type: '*/*', limit: '512kb' }));
app.post('/webhooks', async (request, response) => {
  if (!genuine(request)) {
    return response.sendStatus(401);
  }
  try {
    const event = JSON.parse(request.body);
    await producer.send({ topic, acks: -1, messages: [{ key: event.event_id, value: request.body }] });
    response.status(200).end();
  } catch (error) {
    response.status(503).end();
  }
});

producer.connect().then(() => app.listen(Number(port), '127.0.0.1', () => console.log('ready')));
process.stdin.resume().on('end', () => process.exit(0)); // does not outlive the benchmark
