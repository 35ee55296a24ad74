-- Asks the owner to end a stream, the one it may only be about to get included.
-- KEYS: meta. ARGV: hint channel prefix, stream, lifetime in seconds. Returns 0 when nobody has begun it.
local owner = redis.call('HGET', KEYS[1], 'owner')
redis.call('HSET', KEYS[1], 'stop', 1)
if not owner then
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  return 0
end
redis.call('PUBLISH', ARGV[1] .. owner, ARGV[2])
return 1
