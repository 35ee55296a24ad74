-- Keeps what a later owner is to know. KEYS: meta. ARGV: epoch, note. A former owner's is passed over.
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'note', ARGV[2])
end
return 0
