-- Asks the owner to end a stream. KEYS: meta. ARGV: hint channel prefix, stream. Returns 0 when there is no log.
local owner = redis.call('HGET', KEYS[1], 'owner')
if not owner then
  return 0
end
redis.call('HSET', KEYS[1], 'stop', 1)
redis.call('PUBLISH', ARGV[1] .. owner, ARGV[2])
return 1
