-- Counts claims without progress. KEYS: meta. ARGV: progress, lifetime in seconds.
if redis.call('HGET', KEYS[1], 'progress') ~= ARGV[1] then
  redis.call('HSET', KEYS[1], 'progress', ARGV[1], 'attempts', 0)
end
if redis.call('TTL', KEYS[1]) < 0 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return redis.call('HINCRBY', KEYS[1], 'attempts', 1)
