-- Deletes a log with a hole. KEYS: log, meta.
-- ARGV: id of the entry behind the hole, id of the one that should be before it, code of the form that may follow on none.
local entry = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not entry or ARGV[1] == '1-0' or string.sub(entry[2][1], 1, 1) == ARGV[3] then
  return 0
end
if #redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2]) == 0 then
  redis.call('DEL', KEYS[1])
  -- Renewals tell the owner.
  redis.call('HDEL', KEYS[2], 'run')
end
return 0
