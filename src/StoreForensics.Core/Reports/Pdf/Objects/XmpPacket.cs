using System.Security;
using System.Text;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>What the file says of itself, as XMP (ISO 16684-1) with the PDF/A identification (ISO 19005-2, 6.6.4).</summary>
internal static class XmpPacket
{
    /// <summary>The packet in UTF-8. Characters that XML cannot hold must be escaped already; null is left out.</summary>
    public static byte[] Build(string title, string? author, string? subject, string tool, string? date)
    {
        var xml = new StringBuilder();
        xml.Append("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n")
            .Append("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\"\n")
            .Append(" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n")
            .Append(" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n")
            .Append("<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n<dc:format>application/pdf</dc:format>\n");
        Element(xml, "dc:title", "rdf:Alt", title);
        if (author is not null)
            Element(xml, "dc:creator", "rdf:Seq", author);
        if (subject is not null)
            Element(xml, "dc:description", "rdf:Alt", subject);
        xml.Append("<xmp:CreatorTool>").Append(Escape(tool)).Append("</xmp:CreatorTool>\n<pdf:Producer>").Append(Escape(tool)).Append("</pdf:Producer>\n");
        if (date is not null)
            xml.Append("<xmp:CreateDate>").Append(Escape(date)).Append("</xmp:CreateDate>\n");
        xml.Append("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        return Encoding.UTF8.GetBytes(xml.ToString());
    }

    private static void Element(StringBuilder xml, string name, string container, string value)
    {
        string language = container == "rdf:Alt" ? " xml:lang=\"x-default\"" : "";
        xml.Append('<').Append(name).Append("><").Append(container).Append("><rdf:li").Append(language).Append('>')
            .Append(Escape(value)).Append("</rdf:li></").Append(container).Append("></").Append(name).Append(">\n");
    }

    private static string Escape(string text) => SecurityElement.Escape(text);
}
