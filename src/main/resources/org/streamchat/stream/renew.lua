-- Renews a lease. KEYS: meta, lease. ARGV: epoch, owner, lease in ms. Returns as append does.
local epoch, stop, run = unpack(redis.call('HMGET', KEYS[1], 'epoch', 'stop', 'run'))
epoch = tonumber(epoch or 0)
if epoch > tonumber(ARGV[1]) then
  return -2
end
-- A server that was started again, or stands in for another, may lack the newest entries.
if epoch < tonumber(ARGV[1]) or run ~= string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') then
  return -1
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return stop and 1 or 0
