-- Gives a lease up; claims without progress are counted anew. KEYS: meta, lease. ARGV: epoch.
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then
  redis.call('DEL', KEYS[2])
  redis.call('HDEL', KEYS[1], 'progress', 'attempts')
end
return 0
