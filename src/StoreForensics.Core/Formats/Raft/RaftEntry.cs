using StoreForensics.Formats.Protobuf;

namespace StoreForensics.Formats.Raft;

/// <summary>One entry of a raft log (raft v3 raftpb/raft.proto).</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Term">The term in which it was proposed.</param>
/// <param name="IsChange">Whether it changes the members, not the state.</param>
/// <param name="Data">Its content; empty where a leader began its term.</param>
internal sealed record RaftEntry(ulong Index, ulong Term, bool IsChange, byte[] Data)
{
    /// <summary>Null for damage.</summary>
    public static RaftEntry? Parse(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufFields(message);
        (ulong index, ulong term, ulong type, byte[] data) = (0, 0, 0, []);
        while (fields.Read())
        {
            switch (fields.Number)
            {
                case 1: type = fields.Value; break;
                case 2: term = fields.Value; break;
                case 3: index = fields.Value; break;
                case 4: data = fields.Bytes.ToArray(); break;
            }
        }
        return fields.IsDamaged ? null : new RaftEntry(index, term, type != 0, data);
    }
}
