/** Commands that Redis has and this playground has not: it says so. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set(
  `acl bgrewriteaof bitcount bitop blmove blpop brpop cluster copy debug dump eval evalsha expireat expiretime failover
  function geoadd geodist geosearch getbit getex hello hexpire hincrbyfloat hmset hrandfield hscan hsetnx hstrlen
  json.get json.set latency linsert lmove lpos lpushx ltrim memory migrate module move msetnx object pfadd pfcount
  pexpireat psetex psync renamenx replicaof reset restore rpoplpush rpushx scan script sdiffstore setbit setrange
  sinterstore slaveof slowlog smismember smove sort spop srandmember sscan sunionstore swapdb touch wait xack xadd xdel
  xlen xrange xread xrevrange zcount zdiff zinter zpopmax zpopmin zrangebyscore zrevrank zscan zunion lolwut`.split(
    /\s+/,
  ),
);
