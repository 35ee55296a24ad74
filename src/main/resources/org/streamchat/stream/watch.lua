-- Has hints of a stream's growth sent to a node. KEYS: meta. ARGV: node.
local watchers = redis.call('HGET', KEYS[1], 'watchers')
local known = watchers and string.find(' ' .. watchers .. ' ', ' ' .. ARGV[1] .. ' ', 1, true)
if not known and redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'watchers', (watchers and watchers .. ' ' or '') .. ARGV[1])
end
return 0
