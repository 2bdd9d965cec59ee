import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** All metrics of one process; exposed at /metrics. Labels are endpoint ids and kinds, never people. */
export function makeMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'luckygas_' })
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'luckygas_http_request_seconds',
      help: 'Time to answer, by endpoint and status class',
      labelNames: ['endpoint', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers: [registry],
    }),
    problems: new Counter({
      name: 'luckygas_problems_total',
      help: 'Problems answered, by code',
      labelNames: ['code'],
      registers: [registry],
    }),
    freshAnswers: new Counter({
      name: 'luckygas_fresh_answers_total',
      help: 'Answers that may be kept between two writes, by what was asked and whether it was kept, shared or made',
      labelNames: ['name', 'source'],
      registers: [registry],
    }),
    sockets: new Gauge({ name: 'luckygas_live_sockets', help: 'Open live sockets', registers: [registry] }),
    eventsRelayed: new Counter({
      name: 'luckygas_events_relayed_total',
      help: 'Outbox events given a sequence and published',
      registers: [registry],
    }),
    reportReads: new Counter({
      name: 'luckygas_report_reads_total',
      help: 'Reports read, by place: the replica, or the primary because the replica was late or away',
      labelNames: ['place'],
      registers: [registry],
    }),
    jobs: new Counter({
      name: 'luckygas_jobs_total',
      help: 'Jobs ended, by name and result',
      labelNames: ['job', 'result'],
      registers: [registry],
    }),
    travelCalls: new Counter({
      name: 'luckygas_travel_calls_total',
      help: 'Calls of a road service, by service and result',
      labelNames: ['source', 'result'],
      registers: [registry],
    }),
    travelPairs: new Counter({
      name: 'luckygas_travel_pairs_total',
      help: 'Pairs of places that plans were built with, by who said how long they take',
      labelNames: ['source'],
      registers: [registry],
    }),
    backupFailing: new Gauge({
      name: 'luckygas_backup_failing',
      help: '1 while shipping, the base backup, its verification or the off-site copy last failed',
      labelNames: ['part'],
      registers: [registry],
    }),
    diskFreeBytes: new Gauge({
      name: 'luckygas_disk_free_bytes',
      help: 'Free bytes where the data folder lies',
      registers: [registry],
    }),
    diskRefusing: new Gauge({
      name: 'luckygas_disk_refusing',
      help: '1 while uploads and imports wait because the disk is nearly full',
      registers: [registry],
    }),
    offSiteReachSeconds: new Gauge({
      name: 'luckygas_backup_offsite_reaches_to_seconds',
      help: 'Everything committed before this instant is in the off-site copy; 0 without one',
      registers: [registry],
    }),
    tlsExpirySeconds: new Gauge({
      name: 'luckygas_tls_expires_at_seconds',
      help: 'When the server certificate expires',
      registers: [registry],
    }),
  }
}
export type Metrics = ReturnType<typeof makeMetrics>
