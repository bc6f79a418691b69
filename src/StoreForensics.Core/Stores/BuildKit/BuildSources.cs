using System.Buffers.Text;
using System.Text;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model.Builds;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// A file that told the builder what to do, as its records hold it: <c>{"filename":…,"data":base64,…}</c> (buildkit v0.26 solver/pb, SourceInfo).
/// </summary>
internal static class BuildSources
{
    /// <summary>Null when its bytes are not there, or no base64.</summary>
    public static BuildSource? Of(JsonView info)
    {
        if (info.NonEmpty("data") is not { } text)
            return null;
        byte[] data = Encoding.UTF8.GetBytes(text);
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        return Base64.DecodeFromUtf8(data, bytes, out _, out int length) == System.Buffers.OperationStatus.Done
            ? new BuildSource(info.NonEmpty("filename") ?? "Dockerfile", bytes.AsMemory(0, length)) : null;
    }
}
