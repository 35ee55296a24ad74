-- Takes a stream over. KEYS: log, meta, lease. ARGV: lowest epoch, owner, lease in ms, lifetime in seconds.
-- Returns {epoch, seq, intact, stop}, or nothing when someone holds the lease.
if redis.call('EXISTS', KEYS[3]) == 1 then
  return {}
end
local epoch, seq, run, stop = unpack(redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'run', 'stop'))
epoch = math.max(tonumber(epoch or 0), tonumber(ARGV[1])) + 1
redis.call('HSET', KEYS[2], 'epoch', epoch, 'owner', ARGV[2])
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[4])
local there = redis.call('EXISTS', KEYS[1]) == 1 and seq
local same = run and run == string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
return {epoch, there and tonumber(seq) or 0, (there and same) and 1 or 0, stop and 1 or 0}
