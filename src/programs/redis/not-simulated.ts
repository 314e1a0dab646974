/** Commands that Redis has and this playground has not: it says so. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set(
  `acl bgrewriteaof bitcount bitop blmove blpop brpop cluster copy debug discard dump eval evalsha exec expireat expiretime
  failover function geoadd geodist geosearch getbit getex hello hexpire hincrbyfloat hmset hrandfield hscan hsetnx hstrlen
  json.get json.set latency linsert lmove lpos lpushx ltrim memory migrate module monitor move msetnx multi object pfadd
  pfcount pexpireat psetex psubscribe psync publish pubsub renamenx replicaof reset restore rpoplpush rpushx scan script
  sdiffstore setbit setrange sinterstore slaveof slowlog smismember smove sort spop srandmember sscan subscribe sunionstore
  swapdb touch unsubscribe unwatch wait watch xack xadd xdel xlen xrange xread xrevrange zcount zdiff zinter zpopmax zpopmin
  zrangebyscore zrevrank zscan zunion lolwut`.split(/\s+/),
);
