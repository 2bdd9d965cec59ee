/** How a RabbitMQ cluster is reached: any of its nodes will do. */
export interface AmqpAddress {
  hosts: readonly string[]
  username: string
  password: string
  vhost: string
  isTls: boolean
}

const form = 'amqp://user:password@host:5672,host:5672/vhost or amqps://…'

/**
 * Reads an address of one node or several; the ports are 5672, with TLS 5671, where absent.
 * @throws Error that names the setting and the form, never the password
 */
export function readAmqpAddress(text: string, setting = 'The address of RabbitMQ'): AmqpAddress {
  const parts = /^(amqps?):\/\/([^:@/]+):([^@/]*)@([^@/]+)(?:\/([^/]*))?$/.exec(text)
  if (!parts) throw new Error(`${setting} must look like ${form}.`)
  const [, scheme, user = '', word = '', list = '', vhost = ''] = parts
  const isTls = scheme === 'amqps'
  const hosts = list.split(',').map(each => {
    const url = URL.parse(`tcp://${each}`)
    if (!url?.hostname) throw new Error(`${setting} must look like ${form}.`)
    return `${url.hostname}:${url.port || (isTls ? 5_671 : 5_672)}`
  })
  return {
    hosts,
    username: decodeURIComponent(user),
    password: decodeURIComponent(word),
    vhost: decodeURIComponent(vhost) || '/',
    isTls,
  }
}
