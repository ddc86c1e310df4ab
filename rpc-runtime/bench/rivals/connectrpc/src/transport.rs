//! Requests of `connectrpc` through a service binding.

use std::sync::Arc;

use bytes::Bytes;
use connectrpc::ConnectError;
use connectrpc::client::{BoxFuture, ClientBody, ClientConfig, ClientTransport};
use futures_util::StreamExt;
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use js_sys::Uint8Array;
use send_wrapper::SendWrapper;
use worker::{Fetcher, Headers, Method, Request, RequestInit};

use crate::bench::WorksClient;
use crate::failed;

#[derive(Clone)]
pub(crate) struct Binding(Arc<SendWrapper<Fetcher>>);

/// A client of the Worker behind `binding`.
pub(crate) fn client(binding: Fetcher) -> WorksClient<Binding> {
    let binding = Binding(Arc::new(SendWrapper::new(binding)));
    let config = ClientConfig::new(http::Uri::from_static("http://peer"))
        .with_default_max_message_size(64 << 20);
    WorksClient::new(binding, config)
}

impl ClientTransport for Binding {
    type ResponseBody = UnsyncBoxBody<Bytes, ConnectError>;
    type Error = ConnectError;

    fn send(
        &self,
        request: http::Request<ClientBody>,
    ) -> BoxFuture<'static, Result<http::Response<Self::ResponseBody>, ConnectError>> {
        let this = self.clone();
        Box::pin(SendWrapper::new(async move { this.fetch(request).await }))
    }
}

impl Binding {
    async fn fetch(
        &self,
        request: http::Request<ClientBody>,
    ) -> Result<http::Response<UnsyncBoxBody<Bytes, ConnectError>>, ConnectError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let headers = Headers::new();
        for (name, value) in &parts.headers {
            let value = value.to_str().map_err(failed)?;
            headers.set(name.as_str(), value).map_err(failed)?;
        }
        let mut init = RequestInit::new();
        init.with_method(Method::Post)
            .with_headers(headers)
            .with_body(Some(Uint8Array::from(&body[..]).into()));
        let request = Request::new_with_init(&parts.uri.to_string(), &init).map_err(failed)?;
        let mut response = self.0.fetch_request(request).await.map_err(failed)?;

        let mut built = http::Response::builder().status(response.status_code());
        let mut streams = false;
        for (name, value) in response.headers().entries() {
            streams |= name == "content-type" && value.starts_with("application/connect+");
            built = built.header(name, value);
        }
        let body = if streams {
            let chunks = response.stream().map_err(failed)?;
            let frames = chunks.map(|chunk| {
                let chunk = chunk.map_err(failed)?;
                Ok(Frame::data(Bytes::from(chunk)))
            });
            StreamBody::new(SendWrapper::new(frames)).boxed_unsync()
        } else {
            let bytes = Bytes::from(response.bytes().await.map_err(failed)?);
            Full::new(bytes)
                .map_err(|never| match never {})
                .boxed_unsync()
        };
        built.body(body).map_err(failed)
    }
}
