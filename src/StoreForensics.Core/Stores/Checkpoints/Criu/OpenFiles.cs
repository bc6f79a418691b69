using System.Globalization;
using System.Net;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Model;

namespace StoreForensics.Stores.Checkpoints.Criu;

/// <summary>What processes had open: <c>files.img</c> by id, and a table of descriptors for each set of them (criu images/fdinfo.proto, regfile.proto,
/// sk-inet.proto).</summary>
internal sealed class OpenFiles(EvidenceFiles files, int images)
{
    private const int Regular = 3, Internet = 4, Unix = 16, Fifo = 17, Pipe = 18;

    private Dictionary<ulong, (string Kind, string? Name)>? _byId;

    /// <summary>By descriptor.</summary>
    /// <param name="table">The number of the table.</param>
    public IReadOnlyList<ProcessFile> Of(ulong table)
    {
        _byId ??= Read();
        var found = new List<ProcessFile>();
        foreach (ReadOnlyMemory<byte> record in CriuImage.Records(files, images, FormattableString.Invariant($"fdinfo-{table}.img")))
        {
            ulong id = 0, descriptor = 0;
            for (var fields = new ProtobufFields(record.Span); fields.Read();)
            {
                id = fields.Number == 1 ? fields.Value : id;
                descriptor = fields.Number == 4 ? fields.Value : descriptor;
            }
            (string kind, string? name) = _byId.GetValueOrDefault(id, ("other", null));
            found.Add(new ProcessFile((long)descriptor, kind, name));
        }
        return [.. found.OrderBy(f => f.Descriptor)];
    }

    private Dictionary<ulong, (string, string?)> Read()
    {
        var byId = new Dictionary<ulong, (string, string?)>();
        foreach (ReadOnlyMemory<byte> record in CriuImage.Records(files, images, "files.img"))
        {
            ulong id = 0;
            (string Kind, string? Name) what = ("other", null);
            for (var fields = new ProtobufFields(record.Span); fields.Read();)
            {
                id = fields.Number == 2 ? fields.Value : id;
                if (fields.IsBytes)
                    what = Of(fields.Number, fields.Bytes) ?? what;
            }
            byId.TryAdd(id, what);
        }
        return byId;
    }

    private static (string Kind, string? Name)? Of(int kind, ReadOnlySpan<byte> message) => kind switch
    {
        Regular => ("file", Path(message)),
        Internet => Socket(message),
        Unix => ("unix", null),
        Fifo => ("fifo", null),
        Pipe => ("pipe", null),
        _ => null,
    };

    // reg_file_entry: 5 is the name.
    private static string? Path(ReadOnlySpan<byte> message)
    {
        for (var fields = new ProtobufFields(message); fields.Read();)
        {
            if (fields is { Number: 5, IsBytes: true })
                return Encoding.UTF8.GetString(fields.Bytes);
        }
        return null;
    }

    // inet_sk_entry: protocol, ports, and addresses as words in network order.
    private static (string Kind, string? Name) Socket(ReadOnlySpan<byte> message)
    {
        ulong protocol = 0, from = 0, to = 0, state = 0;
        List<uint> source = [], target = [];
        for (var fields = new ProtobufFields(message); fields.Read();)
        {
            switch (fields.Number)
            {
                case 5:
                    protocol = fields.Value;
                    break;
                case 6:
                    state = fields.Value;
                    break;
                case 7:
                    from = fields.Value;
                    break;
                case 8:
                    to = fields.Value;
                    break;
                case 11:
                    source.Add((uint)fields.Value);
                    break;
                case 12:
                    target.Add((uint)fields.Value);
                    break;
            }
        }
        const ulong Listening = 10;
        string own = Address(source, from);
        return (protocol == 6 ? "tcp" : protocol == 17 ? "udp" : "socket", state == Listening || to == 0 ? own : $"{own} -> {Address(target, to)}");
    }

    private static string Address(List<uint> words, ulong port)
    {
        byte[] bytes = [.. words.SelectMany(BitConverter.GetBytes)];
        string address = bytes.Length is 4 or 16 ? new IPAddress(bytes).ToString() : "*";
        return (address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address) + ":" + port.ToString(CultureInfo.InvariantCulture);
    }
}
