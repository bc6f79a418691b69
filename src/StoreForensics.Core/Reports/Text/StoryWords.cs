namespace StoreForensics.Reports.Text;

/// <summary>What the ties of a story say, in a few words.</summary>
internal static class StoryWords
{
    public static string Of(string tie) => tie switch
    {
        "runs" => "the container ran the image",
        "made from" => "the container was made from the image and never started",
        "built from" => "the image has all layers of the other, and more above them",
        "committed as" => "the image was committed of the container, which it names",
        _ => "the same bytes in both",
    };
}
