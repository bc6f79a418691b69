using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.ContainersStorage.Records;

/// <summary>
/// The files that belong to an image, a layer or a container, by keys: <c>DRIVER-images/ID/NAME</c>, where NAME is the key if that has only lower-case letters,
/// digits and dots, else <c>=</c> and the key in base64 (containers/storage v1.59 utils.go, <c>makeBigDataBaseName</c>).
/// </summary>
internal sealed class BigData
{
    private const int MaxKeys = 10_000;

    private readonly EvidenceFiles _files;
    private readonly int? _directory;
    private readonly Dictionary<string, string> _digests = new(StringComparer.Ordinal);

    public BigData(EvidenceFiles files, int? parent, string id, JsonView json)
    {
        _files = files;
        _directory = parent is int at ? files.Directory(at, Encoding.ASCII.GetBytes(id)) : null;
        Keys = [.. (json.Texts("big-data-names") ?? []).Take(MaxKeys).Distinct(StringComparer.Ordinal)];
        foreach ((string key, var value) in json.Members("big-data-digests"))
        {
            if (JsonView.TextOf(value) is { } digest && ObjectIds.IsPrefixedDigest(digest))
                _digests[key] = digest;
        }
    }

    /// <summary>In the order recorded.</summary>
    public IReadOnlyList<string> Keys { get; }

    public int? Directory => _directory;

    /// <summary>The digest that the engine recorded of a file; null where it has none.</summary>
    public string? DigestOf(string key) => _digests.GetValueOrDefault(key);

    /// <summary>The file of a key; null where it is not in the evidence.</summary>
    public int? Find(string key) => _directory is int directory ? _files.File(directory, Encoding.UTF8.GetBytes(FileName(key))) : null;

    internal static string FileName(string key) =>
        key.All(c => c == '.' || char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c)) ? key : "=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
}
