import { expect, test } from 'vitest'
import { readAmqpAddress } from './amqp-address.ts'

test('[S19] an address names the nodes of a cluster, each with the usual port where it has none', () => {
  expect(readAmqpAddress('amqp://luckygas:a%40b@one:5673,two/shop%2F1')).toEqual({
    hosts: ['one:5673', 'two:5672'],
    username: 'luckygas',
    password: 'a@b',
    vhost: 'shop/1',
    isTls: false,
  })
  expect(readAmqpAddress('amqps://luckygas:word@one')).toMatchObject({
    hosts: ['one:5671'],
    vhost: '/',
    isTls: true,
  })
})

test.each(['amqp://one', 'http://a:b@one', 'amqp://luckygas@one', 'rabbit'])(
  '[S19] %s is no address, and the refusal names the setting',
  text => {
    expect(() => readAmqpAddress(text, 'LUCKYGAS_RABBITMQ_URL')).toThrow(
      /^LUCKYGAS_RABBITMQ_URL must look like/,
    )
  },
)
