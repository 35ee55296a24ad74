-- Adds entries to a log. KEYS: log, meta, lease.
-- ARGV: epoch, number of the first entry, flags (f = begin afresh, x = the last entry is the end), lifetime in seconds,
--       owner, lease in ms, hint channel prefix, stream, then field and value of each entry.
-- Returns 0 kept, 1 kept and a stop is requested, -1 lost, -2 fenced.
local epoch, seq, stop, watchers = unpack(redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'stop', 'watchers'))
local mine, first = tonumber(ARGV[1]), tonumber(ARGV[2])
epoch = tonumber(epoch or 0)
if epoch > mine then
  return -2
end
seq = tonumber(seq or -1)
local there = redis.call('EXISTS', KEYS[1]) == 1
local fresh = string.find(ARGV[3], 'f', 1, true)
-- A fresh append whose first entry the log has is one that is repeated, or was held up on its way here.
if fresh and not (there and epoch == mine and seq >= first) then
  redis.call('DEL', KEYS[1])
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
  redis.call('HSET', KEYS[2], 'epoch', ARGV[1], 'owner', ARGV[5], 'run', run)
  seq = first - 1
elseif not there or epoch < mine or first > seq + 1 then
  return -1
end
for i = 9, #ARGV, 2 do
  if first > seq then
    redis.call('XADD', KEYS[1], string.format('%d-0', first), ARGV[i], ARGV[i + 1])
    seq = first
  end
  first = first + 1
end
redis.call('HSET', KEYS[2], 'seq', seq)
local ended = string.find(ARGV[3], 'x', 1, true)
if ended then
  redis.call('DEL', KEYS[3])
elseif fresh then
  redis.call('SET', KEYS[3], ARGV[5], 'PX', ARGV[6])
end
if fresh or ended then
  redis.call('EXPIRE', KEYS[1], ARGV[4])
  redis.call('EXPIRE', KEYS[2], ARGV[4])
end
if watchers then
  for node in string.gmatch(watchers, '%S+') do
    if node ~= ARGV[5] then
      redis.call('PUBLISH', ARGV[7] .. node, ARGV[8])
    end
  end
end
return stop and 1 or 0
