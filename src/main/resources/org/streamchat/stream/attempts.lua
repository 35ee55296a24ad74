-- Counts claims without progress. KEYS: meta. ARGV: progress.
if redis.call('HGET', KEYS[1], 'progress') ~= ARGV[1] then
  redis.call('HSET', KEYS[1], 'progress', ARGV[1], 'attempts', 0)
end
return redis.call('HINCRBY', KEYS[1], 'attempts', 1)
