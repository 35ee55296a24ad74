-- Adds entries to a log that has been begun and does not end with them, which is what nearly all appends do: it takes as
-- little as possible. KEYS: log, meta.
-- ARGV: epoch, number of the first entry, owner, then field and value of each entry. Returns as append does.
local epoch, seq, stop, watchers = unpack(redis.call('HMGET', KEYS[2], 'epoch', 'seq', 'stop', 'watchers'))
local mine, first = tonumber(ARGV[1]), tonumber(ARGV[2])
epoch = tonumber(epoch or 0)
if epoch > mine then
  return -2
end
seq = tonumber(seq or -1)
if epoch < mine or first > seq + 1 then
  return -1
end
local last
for i = 4, #ARGV, 2 do
  if first > seq then
    last = string.format('%d', first)
    if not redis.call('XADD', KEYS[1], 'NOMKSTREAM', last .. '-0', ARGV[i], ARGV[i + 1]) then
      return -1
    end
    seq = first
  end
  first = first + 1
end
if last then
  redis.call('HSET', KEYS[2], 'seq', last)
elseif redis.call('EXISTS', KEYS[1]) == 0 then
  return -1
end
if watchers then
  local prefix, stream = string.match(KEYS[1], '^(.*){(.*)}')
  for node in string.gmatch(watchers, '%S+') do
    if node ~= ARGV[3] then
      redis.call('PUBLISH', prefix .. 'hints:' .. node, stream)
    end
  end
end
return stop and 1 or 0
